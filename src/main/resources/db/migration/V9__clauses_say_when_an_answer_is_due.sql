-- A clause may say within which time whoever is asked under it answers (agreement.xsd, ReplyWithin). The first message of a
-- conversation asks; its deliveries keep until when, as long as nobody has answered and nobody was told that it is over.
ALTER TABLE clause ADD COLUMN reply_within text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN answer_by timestamptz;
CREATE INDEX delivery_unanswered ON delivery (answer_by) WHERE answer_by IS NOT NULL;
