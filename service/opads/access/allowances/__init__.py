"""How much each caller may still ask for, counted for all processes together."""
