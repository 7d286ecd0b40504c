-- What the hub is to send by itself (workflow.yaml, sends), written with the message after which it is due and replaced by the
-- next message of the conversation. A row that is there when its time has come is sent.
CREATE TABLE agenda (
    conversation uuid NOT NULL REFERENCES conversation,
    type         text NOT NULL,
    due_at       timestamptz NOT NULL,
    PRIMARY KEY (conversation, type)
);
CREATE INDEX agenda_due ON agenda (due_at);
