"""The pages of notices, deliveries and channels."""
