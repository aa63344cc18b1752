"""The two pages of « se préparer » that one fills in: the 72 h kit and the family plan."""
