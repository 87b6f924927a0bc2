"""名单: which cases a list has, how it is narrowed, ordered, saved, shown and printed. The case knows nothing of it."""
