"""What can be said of a named street, and how a browser finds it."""
