"""What a user can do, as data: menus, buttons, shortcuts and, later, the palette are all made from it."""

from app.commands.action import Action, Fact, Menu, conflicts
from app.commands.catalogue import ACTIONS, MENUS

__all__ = ["ACTIONS", "MENUS", "Action", "Fact", "Menu", "conflicts"]
