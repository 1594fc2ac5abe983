package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;

/// The address by which a network card is known: changing it changes its name.
record Mac() implements Place {
    private static final String CARDS = "./devices/interface";

    @Override
    public String path() {
        return CARDS + "[mac/@address='*']/mac/@address";
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        return xml.get(Key.into(path(), key));
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        if (key.startsWith("#")) return xml.set(Key.into(path(), key), value);
        int at = xml.list(CARDS + "/mac/@address").indexOf(key);
        int card = 0;
        // Cards without an address count too.
        for (int seen = -1; seen < at && card < xml.elements(CARDS).size(); card++)
            if (xml.has(CARDS + "[" + (card + 1) + "]/mac/@address")) seen++;
        return xml.set(CARDS + "[" + Math.max(1, card) + "]/mac/@address", value);
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return xml.remove(Key.into(CARDS + "[mac/@address='*']/mac", key));
    }
}
