"""The words of the ``shouwen`` command that belong to the installation itself."""
