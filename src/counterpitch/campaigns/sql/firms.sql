-- The companies and domains of all approaches, for a list of firms.
SELECT DISTINCT * FROM identifiers WHERE kind IN ('company', 'domain')
