-- What only an exception of the baseline let pass (grants.yaml, review) is looked at afterwards: until when, and when it was.
ALTER TABLE delivery ADD COLUMN review_by timestamptz;
ALTER TABLE delivery ADD COLUMN reviewed_at timestamptz;
CREATE INDEX delivery_review ON delivery (review_by) WHERE review_by IS NOT NULL AND reviewed_at IS NULL;
