package org.guitu.hub;

import jakarta.xml.soap.SOAPElement;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.door.soap.SoapDoor;
import org.guitu.family.CodeLists;
import org.guitu.family.Family;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.soap.Part;
import org.guitu.xml.SchemasException;

/** Tells a party what this hub speaks: what {@code Describe} of the liaison service answers. */
final class HubDescription implements SoapDoor.Described {
    private final Material material;
    private final Clock clock;
    private volatile Optional<CodeLists> lists = Optional.empty();

    HubDescription(Material material, Clock clock) {
        this.material = material;
        this.clock = clock;
    }

    @Override
    public void to(PartyId you, List<String> wanted, SOAPElement response) {
        var config = material.config();
        Part.add(response, "Hub", (Object) config.party());
        Part.add(response, "Environment", (Object) config.environment().name().toLowerCase(Locale.ROOT));
        Part.add(response, "You", (Object) you);
        material.directory().get().party(you).stream()
                .flatMap(party -> party.roles().stream().sorted())
                .forEach(role -> Part.add(response, "Role", (Object) role));
        Part.add(response, "Now", (Object) Part.time(clock.instant()));
        var limits = Part.add(response, "Limits");
        Part.add(limits, "MessageBytes", (Object) config.limits().messageBytes());
        Part.add(limits, "Recipients", (Object) config.limits().recipients());
        Part.add(limits, "AheadSeconds", (Object) config.limits().ahead().toSeconds());
        Part.add(limits, "LeaseSeconds", (Object) config.doors().soap().lease().toSeconds());
        material.families().all().forEach(family -> family(family, response));
        codes().all().forEach(list -> list(list, wanted.contains(list.name()), response));
    }

    private void family(Family family, SOAPElement response) {
        var told = Part.add(response, "Family");
        Part.add(told, "Name", (Object) family.name());
        Part.add(told, "Version", (Object) family.version());
        var schemas = material.options().schemas().toAbsolutePath().normalize();
        var folder = family.folder().toAbsolutePath().normalize();
        // relative to the service at liaison/1.0/
        Part.add(told, "Schema", (Object) ("../../" + schemas.relativize(folder) + "/" + family.name() + ".xsd"));
        family.types().forEach((name, type) -> {
            var one = Part.add(told, "Type");
            Part.add(one, "Name", (Object) type.type());
            family.workflow().senders(name).forEach(role -> Part.add(one, "MaySend", (Object) role));
            label(one, Optional.of(type.label()));
        });
    }

    private static void list(CodeLists.CodeList list, boolean values, SOAPElement response) {
        var told = Part.add(response, "CodeList");
        Part.add(told, "Name", (Object) list.name());
        label(told, list.label());
        for (var code : values ? list.codes() : List.<CodeLists.Code>of()) {
            var one = Part.add(told, "Value");
            Part.add(one, "Code", (Object) code.value());
            label(one, code.label());
        }
    }

    private static void label(SOAPElement parent, Optional<Labels> labels) {
        for (var language : labels.isPresent() ? List.of(Locale.CHINESE, Locale.ENGLISH) : List.<Locale>of()) {
            Part.add(parent, "Label", (Object) labels.get().in(language))
                    .setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", language.getLanguage());
        }
    }

    /** Read when they are first asked for: most hubs start more often than they are asked. */
    private CodeLists codes() {
        if (lists.isEmpty()) {
            try {
                lists = Optional.of(CodeLists.of(material.options().schemas(), material.families()));
            } catch (SchemasException e) {
                throw new IllegalStateException("schemas that were compiled no longer read", e);
            }
        }
        return lists.get();
    }
}
