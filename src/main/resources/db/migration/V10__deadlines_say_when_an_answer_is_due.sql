-- Not only a clause but a deadline of the workflow too may say until when a message is answered, and by which types of message:
-- its id, and the types (none: by anything the recipient sends). Where they are not said, the clause is the grant.
ALTER TABLE delivery ADD COLUMN answer_rule text;
ALTER TABLE delivery ADD COLUMN answer_types text;
-- Which persons a message is about, by the identifiers of its header, with a blank between them: who answers about one has not
-- answered about another.
ALTER TABLE message ADD COLUMN subjects text NOT NULL DEFAULT '';
-- Who terminates an agreement lists what is still open under it.
CREATE INDEX delivery_agreed ON delivery (grant_id text_pattern_ops) WHERE grant_id LIKE 'agreement:%';
