"""What every page is made with: its record, navigation, identity, French typography."""
