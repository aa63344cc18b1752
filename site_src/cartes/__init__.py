"""The maps' pages and the stage that draws them."""
