package org.guitu.office.line;

/**
 * Where the hub's JMS door listens.
 *
 * @param host name or address, which the hub's TLS certificate must carry
 * @param port 1 to 65535
 */
public record HubAddress(String host, int port) {
    public HubAddress {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("hub address needs a host and a port from 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
