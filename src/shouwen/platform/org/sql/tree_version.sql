-- The version of the unit tree rises by itself and never repeats.
CREATE SEQUENCE org_tree_version_seq;
INSERT INTO org_tree_version (id, version) VALUES (1, nextval('org_tree_version_seq'));
CREATE FUNCTION org_tree_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO org_tree_version (id, version) VALUES (1, nextval('org_tree_version_seq'))
  ON CONFLICT (id) DO UPDATE SET version = excluded.version;
  RETURN NULL;
END $$;
CREATE TRIGGER org_tree_changed AFTER INSERT OR UPDATE OR DELETE ON org_unit
  FOR EACH STATEMENT EXECUTE FUNCTION org_tree_changed();
