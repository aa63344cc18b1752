"""Maps of classes: a published table joined to territories, in layers and in words."""
