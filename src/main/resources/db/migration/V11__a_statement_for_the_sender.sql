-- The signed Delivered as its sender gets it, where the suite that its reader can verify is none of the sender's. NULL: one
-- statement does for both.
ALTER TABLE delivery ADD COLUMN sender_statement bytea;
