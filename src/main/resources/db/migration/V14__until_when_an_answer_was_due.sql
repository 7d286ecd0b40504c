-- Until when an answer was due, by a deadline, a clause or the message itself (ReplyBy: then there is no rule), stays also when it
-- came or everybody was told that it did not: who watches over all counts both.
ALTER TABLE delivery ADD COLUMN due_by timestamptz;
UPDATE delivery SET due_by = answer_by, answer_rule = coalesce(answer_rule, grant_id) WHERE answer_by IS NOT NULL;
