"""导入方案编辑: a profile is made or changed in the wizard, by the file that is to come in."""
