package org.guitu.soap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the contract as they are served: the WSDL with this service's own address, and the schemas as they are. */
public final class ContractFiles {
    private static final String WRITTEN_FOR = "https://localhost:61618" + Contract.PATH;

    private final Map<String, byte[]> files;

    private ContractFiles(Map<String, byte[]> files) {
        this.files = files;
    }

    /** Serves none. */
    public static ContractFiles none() {
        return new ContractFiles(Map.of());
    }

    /** All schemas of an installation, each under its path there, and the contract. */
    public static ContractFiles in(Path schemas) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var found = Files.walk(schemas)) {
            for (var file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                var name = file.getFileName().toString();
                if (name.endsWith(".xsd") || name.endsWith(".wsdl")) {
                    files.put("/" + schemas.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
        }
        if (!files.containsKey("/" + Contract.WSDL)) {
            throw new IOException(schemas.resolve(Contract.WSDL) + " is missing");
        }
        return new ContractFiles(files);
    }

    /**
     * The file that this GET asks for.
     *
     * @param path of the request
     * @param wsdl whether it asks the endpoint for its WSDL
     * @param address of this service, as its callers see it
     */
    Optional<byte[]> find(String path, boolean wsdl, String address) {
        var found = wsdl ? files.get("/" + Contract.WSDL) : files.get(path);
        if (found == null) {
            return Optional.empty();
        }
        if (!wsdl && !path.endsWith(".wsdl")) {
            return Optional.of(found);
        }
        return Optional.of(new String(found, StandardCharsets.UTF_8)
                .replace(WRITTEN_FOR, address)
                .getBytes(StandardCharsets.UTF_8));
    }
}
