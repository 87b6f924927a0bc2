"""批量: the same verb on many cases, previewed, carried out row by row, and taken back where that is honest."""
