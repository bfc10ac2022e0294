"""The plan's tasks with what was done for them."""
