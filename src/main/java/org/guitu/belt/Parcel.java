package org.guitu.belt;

import org.guitu.message.MessageId;

/**
 * A recorded message on its way to the belt.
 *
 * @param bytes its size, so that no more is opened at once than memory has room for
 */
public record Parcel(MessageId id, int bytes) {}
