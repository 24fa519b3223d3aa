"""The standard as data: the folder of schemas and code lists, JSON values, schema checks."""
