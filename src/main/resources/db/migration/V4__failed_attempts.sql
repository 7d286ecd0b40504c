-- How often a delivery was tried and when it arrived stands in the delivery; an attempt has a row of its own when it failed.
DELETE FROM attempt WHERE reason IS NULL;
ALTER TABLE attempt DROP COLUMN started_at;
ALTER TABLE attempt RENAME COLUMN ended_at TO failed_at;
ALTER TABLE attempt ALTER COLUMN failed_at SET NOT NULL;
ALTER TABLE attempt ALTER COLUMN reason SET NOT NULL;
