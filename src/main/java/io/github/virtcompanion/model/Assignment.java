package io.github.virtcompanion.model;

/// `disk.vda.cache=writeback`: a setting of the catalogue and the value it shall have. `default` removes it.
public record Assignment(String setting, String value) {
    @Override
    public String toString() {
        return setting + "=" + value;
    }
}
