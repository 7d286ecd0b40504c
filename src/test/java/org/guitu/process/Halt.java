package org.guitu.process;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Freezes a Java process where a method begins, so that it can be killed exactly there: the listening end of its debugging
 * line. The product needs no hook for it.
 */
final class Halt implements AutoCloseable {
    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> arguments;
    private final String address;
    private final CompletableFuture<VirtualMachine> machine = new CompletableFuture<>();
    private final CountDownLatch reached = new CountDownLatch(1);

    private Halt(ListeningConnector connector, Map<String, Connector.Argument> arguments, String address) {
        this.connector = connector;
        this.arguments = arguments;
        this.address = address;
    }

    /** Waits in the background for one process started with {@link #option}. */
    static Halt listen() throws IOException, IllegalConnectorArgumentsException {
        var connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(known -> known.name().equals("com.sun.jdi.SocketListen"))
                .findFirst()
                .orElseThrow();
        var arguments = connector.defaultArguments();
        requireNonNull(arguments.get("port")).setValue("0");
        requireNonNull(arguments.get("localAddress")).setValue("127.0.0.1");
        var halt = new Halt(connector, arguments, connector.startListening(arguments));
        var thread = new Thread(halt::accept, "halt");
        thread.setDaemon(true);
        thread.start();
        return halt;
    }

    /** The option of the JVM that is to be halted. */
    String option() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=n,address=" + address;
    }

    private void accept() {
        try {
            var accepted = connector.accept(arguments);
            machine.complete(accepted);
            watch(accepted);
        } catch (IOException | IllegalConnectorArgumentsException | RuntimeException e) {
            machine.completeExceptionally(e);
        }
    }

    private void watch(VirtualMachine accepted) {
        try {
            while (true) {
                var events = accepted.eventQueue().remove();
                for (var event : events) {
                    if (event instanceof BreakpointEvent) {
                        reached.countDown();
                        return; // it stays frozen
                    }
                    if (event instanceof ClassPrepareEvent prepared) {
                        var method = (String) prepared.request().getProperty("method");
                        stopAt(accepted, prepared.referenceType(), method);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            return; // it ended, or was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on the process freezes when this method begins, whether or not its class is loaded yet. */
    void at(String type, String method) throws Exception {
        var process = machine.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var prepare = process.eventRequestManager().createClassPrepareRequest();
        prepare.addClassFilter(type);
        prepare.putProperty("method", method);
        prepare.enable();
        process.classesByName(type).forEach(loaded -> stopAt(process, loaded, method));
    }

    private static void stopAt(VirtualMachine process, ReferenceType type, String method) {
        var begin = type.methodsByName(method).get(0).location();
        process.eventRequestManager().createBreakpointRequest(begin).enable();
    }

    /** Whether the process froze within this time. */
    boolean reached(Duration within) throws InterruptedException {
        return reached.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            connector.stopListening(arguments);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IOException("it did not listen", e);
        }
    }
}
