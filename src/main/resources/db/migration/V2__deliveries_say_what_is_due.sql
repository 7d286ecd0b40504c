-- The sweeper looks at the deliveries themselves: whether a message was queued says nothing more.
DROP INDEX message_not_queued;
ALTER TABLE message DROP COLUMN queued_at;
