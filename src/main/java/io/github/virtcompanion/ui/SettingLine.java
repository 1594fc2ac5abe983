package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Message;

/// A line of the list of settings: a topic's name, or a setting.
///
/// @param topic null for a setting
/// @param entry null for a topic
record SettingLine(Message topic, SettingsModel.Entry entry) {
    boolean sameAs(SettingLine other) {
        return entry != null && other.entry != null && entry.name().equals(other.entry.name());
    }
}
