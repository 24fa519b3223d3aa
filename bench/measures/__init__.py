"""What is measured, one module each; each gives races with the goals that rest on them."""
