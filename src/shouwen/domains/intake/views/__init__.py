"""The pages of intake: the front desk and the import of registers."""
