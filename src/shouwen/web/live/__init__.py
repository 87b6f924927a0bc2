"""Live refresh: open pages are told that something in their lists changed, and fetch their own fragment."""
