"""Records alike are converted alike: what one conversion gave serves as a mould for others, filled with their values.

The mappings say which values decide anything. Records that agree in these and in their shape have the same output and
the same account but for the values that are passed on, which stand in slots.
"""

from opads.moulds.press import Press, Pressed

__all__ = ("Press", "Pressed")
