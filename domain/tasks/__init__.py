"""The plan's tasks: which are under way for whom, and what an office says it did for them."""
