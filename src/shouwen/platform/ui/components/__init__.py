"""The parts pages are put together from, by family; templatetags/ui.py offers them all as builtins."""
