-- What figures are made of, disclosure by disclosure (opads.register.reading.facts); made with the rest of the index, and anew with it.
ALTER TABLE search_row ADD COLUMN facts TEXT NOT NULL DEFAULT '';

-- down
ALTER TABLE search_row DROP COLUMN facts;
