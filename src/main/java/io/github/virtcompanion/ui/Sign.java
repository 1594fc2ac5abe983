package io.github.virtcompanion.ui;

import org.kordamp.ikonli.Ikon;

/// The signs of Material Design that are used, by their names there.
///
/// The icon font's own enums have six thousand constants, made when the first one of their letter is shown: 80 ms of processor time for
/// the fifteen letters that were used.
enum Sign implements Ikon {
    ALERT("mdi2a-alert", 0xF0026),
    ALERT_CIRCLE_OUTLINE("mdi2a-alert-circle-outline", 0xF05D6),
    ALERT_OCTAGON("mdi2a-alert-octagon", 0xF0029),
    ALERT_OUTLINE("mdi2a-alert-outline", 0xF002A),
    APPLE("mdi2a-apple", 0xF0035),
    ARCH("mdi2a-arch", 0xF08C7),
    ARROW_RIGHT("mdi2a-arrow-right", 0xF0054),
    BOOKMARK_OUTLINE("mdi2b-bookmark-outline", 0xF00C3),
    BOOKMARK_PLUS_OUTLINE("mdi2b-bookmark-plus-outline", 0xF00C4),
    BUG_OUTLINE("mdi2b-bug-outline", 0xF0A30),
    CENTOS("mdi2c-centos", 0xF111A),
    CHECK_CIRCLE("mdi2c-check-circle", 0xF05E0),
    CHECK_CIRCLE_OUTLINE("mdi2c-check-circle-outline", 0xF05E1),
    CLOSE("mdi2c-close", 0xF0156),
    CLOSE_CIRCLE("mdi2c-close-circle", 0xF0159),
    CLOSE_OCTAGON("mdi2c-close-octagon", 0xF015C),
    CONTENT_COPY("mdi2c-content-copy", 0xF018F),
    DATABASE("mdi2d-database", 0xF01BC),
    DEBIAN("mdi2d-debian", 0xF08DA),
    DISC("mdi2d-disc", 0xF05EE),
    FEDORA("mdi2f-fedora", 0xF08DB),
    FILE_QUESTION_OUTLINE("mdi2f-file-question-outline", 0xF1036),
    FREEBSD("mdi2f-freebsd", 0xF08E0),
    GENTOO("mdi2g-gentoo", 0xF08E8),
    HARDDISK("mdi2h-harddisk", 0xF02CA),
    HELP_CIRCLE_OUTLINE("mdi2h-help-circle-outline", 0xF0625),
    INFORMATION_OUTLINE("mdi2i-information-outline", 0xF02FD),
    LIGHTBULB_ON_OUTLINE("mdi2l-lightbulb-on-outline", 0xF06E9),
    LIGHTNING_BOLT("mdi2l-lightning-bolt", 0xF140B),
    LINUX("mdi2l-linux", 0xF033D),
    LINUX_MINT("mdi2l-linux-mint", 0xF08ED),
    MAGNIFY("mdi2m-magnify", 0xF0349),
    MENU("mdi2m-menu", 0xF035C),
    MICROSOFT_WINDOWS("mdi2m-microsoft-windows", 0xF05B3),
    MINUS_CIRCLE_OUTLINE("mdi2m-minus-circle-outline", 0xF0377),
    MONITOR("mdi2m-monitor", 0xF0379),
    MONITOR_SCREENSHOT("mdi2m-monitor-screenshot", 0xF0E51),
    OPEN_IN_NEW("mdi2o-open-in-new", 0xF03CC),
    PAUSE("mdi2p-pause", 0xF03E4),
    PAUSE_CIRCLE("mdi2p-pause-circle", 0xF03E5),
    PLAY("mdi2p-play", 0xF040A),
    PLAY_CIRCLE("mdi2p-play-circle", 0xF040C),
    POWER("mdi2p-power", 0xF0425),
    PROGRESS_CLOCK("mdi2p-progress-clock", 0xF0996),
    REDHAT("mdi2r-redhat", 0xF111B),
    REFRESH("mdi2r-refresh", 0xF0450),
    RESTORE("mdi2r-restore", 0xF099B),
    SERVER("mdi2s-server", 0xF048B),
    SERVER_OFF("mdi2s-server-off", 0xF048F),
    SKIP_NEXT_CIRCLE_OUTLINE("mdi2s-skip-next-circle-outline", 0xF0662),
    SLEEP("mdi2s-sleep", 0xF04B2),
    SPEEDOMETER("mdi2s-speedometer", 0xF04C5),
    SPEEDOMETER_SLOW("mdi2s-speedometer-slow", 0xF0F86),
    STAR_OUTLINE("mdi2s-star-outline", 0xF04D2),
    TEST_TUBE("mdi2t-test-tube", 0xF0668),
    TIMER_SAND("mdi2t-timer-sand", 0xF051F),
    TUNE("mdi2t-tune", 0xF062E),
    UBUNTU("mdi2u-ubuntu", 0xF0548),
    UNDO_VARIANT("mdi2u-undo-variant", 0xF054D);

    private final String description;
    private final int code;

    Sign(String description, int code) {
        this.description = description;
        this.code = code;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public int getCode() {
        return code;
    }
}
