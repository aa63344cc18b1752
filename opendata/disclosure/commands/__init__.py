"""The commands of the general tool, one a module; `doors` is what they share."""
