package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Batch;
import io.github.virtcompanion.change.LivePlan;
import io.github.virtcompanion.change.Moment;
import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.change.Reviewable;
import io.github.virtcompanion.words.Words;
import javafx.collections.MapChangeListener;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The one dialog through which everything is applied.
final class ReviewView {
    private final Words words;
    private final ReviewModel model;
    private final Function<Reviewable, String> names;
    private final Consumer<Batch> undo;
    private final Dialog<Void> dialog = new Dialog<>();
    private final VBox contents = new VBox();
    private final CheckBox consent = new CheckBox();
    private final CheckBox extra = new CheckBox();
    private final Optional<MomentView> moments;
    private final ScrollPane scroll;
    private final Fitted size;
    private final StackPane middle = new StackPane();
    private final Button applyButton;
    private final Button cancelButton;
    private final Button hostButton;

    /// @param names   what each machine is called
    /// @param applied told what became of it; of several machines, the dialog shows it too
    /// @param undo    asked to take back what was changed together
    /// @param showVirtualization of a connection, where that is what stands in the way
    ReviewView(Words words, ReviewModel model, Function<Reviewable, String> names, Window owner, Consumer<List<Outcome>> applied, Consumer<Batch> undo, Consumer<String> showVirtualization) {
        this.words = words;
        this.model = model;
        this.names = names;
        this.undo = undo;
        dialog.initOwner(owner);
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setResizable(true);
        dialog.setTitle(words.say("ui.review.title"));
        ButtonType apply = new ButtonType(words.say("ui.review.apply"), ButtonBar.ButtonData.OK_DONE);
        ButtonType host = new ButtonType(words.say("ui.show-what-to-do"), ButtonBar.ButtonData.LEFT);
        ButtonType cancel = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        dialog.getDialogPane().getButtonTypes().setAll(host, apply, cancel);
        dialog.getDialogPane().getStyleClass().add("review");
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        contents.getStyleClass().add("review-contents");
        scroll = AdviceView.scrolling(contents);
        size = new Fitted(dialog, scroll, contents);
        dialog.setOnShown(_ -> fit());
        middle.getChildren().setAll(scroll);
        VBox.setVgrow(middle, Priority.ALWAYS);
        dialog.getDialogPane().setContent(new VBox(middle, extra, consent, new StepView(words, model)));
        extra.setId("extra");
        extra.setMinHeight(CheckBox.USE_PREF_SIZE);
        extra.setWrapText(true);
        extra.getStyleClass().add("consent");
        extra.managedProperty().bind(extra.visibleProperty());
        extra.disableProperty().bind(model.applying.or(model.planning));
        extra.setOnAction(_ -> model.extra().ifPresent(offered -> model.extra(offered, extra.isSelected())));
        consent.setId("consent");
        consent.setMinHeight(CheckBox.USE_PREF_SIZE);
        consent.getStyleClass().add("consent");
        // Always in sight, however long the review is.
        consent.managedProperty().bind(consent.visibleProperty());
        consent.setText(words.say("ui.review.consent"));
        consent.selectedProperty().bindBidirectional(model.consent);
        consent.disableProperty().bind(model.applying);
        moments = model.moments().size() > 1 ? Optional.of(new MomentView(words, model)) : Optional.empty();
        applyButton = (Button) dialog.getDialogPane().lookupButton(apply);
        applyButton.setId("apply");
        applyButton.managedProperty().bind(applyButton.visibleProperty());
        applyButton.disableProperty().bind(model.applicable.not());
        applyButton.addEventFilter(ActionEvent.ACTION, event -> {
            event.consume();
            model.apply(outcomes -> {
                close();
                applied.accept(outcomes);
            });
        });
        hostButton = (Button) dialog.getDialogPane().lookupButton(host);
        hostButton.setId("review-host");
        hostButton.managedProperty().bind(hostButton.visibleProperty());
        hostButton.addEventFilter(ActionEvent.ACTION, event -> {
            event.consume();
            String uri = model.plans.get().getFirst().connection();
            close();
            showVirtualization.accept(uri);
        });
        cancelButton = (Button) dialog.getDialogPane().lookupButton(cancel);
        cancelButton.setId("cancel");
        // Closed in the middle, it would say nothing of the rest.
        dialog.setOnCloseRequest(event -> {
            if (!model.applying.get()) return;
            event.consume();
            if (!cancelButton.isDisabled()) model.stop();
        });
        model.applying.subscribe(this::buttons);
        model.stopping.subscribe(this::buttons);
        model.leavable.subscribe(this::buttons);
        model.plans.subscribe(_ -> fill());
        model.trouble.subscribe(trouble -> {
            fill();
            // It stands at the top.
            if (trouble.isPresent()) scroll.setVvalue(0);
        });
        model.planned.addListener((MapChangeListener<Moment, List<Reviewable>>) _ -> {
            if (dialog.isShowing() && moments.isPresent()) fit();
        });
        model.results.subscribe(over -> {
            fill();
            over.ifPresent(done -> applied.accept(done.outcomes()));
        });
    }

    private void close() {
        dialog.setOnCloseRequest(null);
        dialog.close();
    }

    private void buttons() {
        boolean many = model.plans.get().size() > 1;
        cancelButton.setText(words.say(model.results.get().isPresent() ? "ui.close" : model.applying.get() && many ? stop() : "ui.cancel"));
        cancelButton.setDisable(model.applying.get() && (!many && !model.leavable.get() || model.stopping.get()));
        cancelButton.setMinWidth(Button.USE_PREF_SIZE);
    }

    private String stop() {
        return model.moment.get() == Moment.AT_START ? "ui.review.stop" : "ui.review.stop-now";
    }

    void show() {
        dialog.show();
    }

    void fit() {
        size.fit();
    }

    private void fill() {
        buttons();
        if (model.results.get().isPresent()) {
            results(model.results.get().get().outcomes());
            return;
        }
        middle.getChildren().setAll(scroll);
        List<Reviewable> plans = model.plans.get();
        boolean alone = plans.size() == 1;
        if (!plans.isEmpty()) dialog.setHeaderText(alone ? headline(plans.getFirst()) : words.say(takenBack(plans) ? "ui.review.headline-undo-many" : "ui.review.headline-many", plans.size()));
        contents.getChildren().clear();
        model.trouble.get().ifPresent(failure -> contents.getChildren().add(new FailurePane(words, failure)));
        moments.ifPresent(contents.getChildren()::add);
        if (plans.size() > 1) contents.getChildren().add(FailurePane.wrapping(counts(plans)));
        for (List<Reviewable> alike : PlanView.alike(plans)) contents.getChildren().add(new PlanView(words, alike, names, alone, moments.isPresent()));
        // Where nothing can be applied, the way out stands in the button's place.
        applyButton.setVisible(plans.stream().anyMatch(Reviewable::applicable));
        hostButton.setVisible(!applyButton.isVisible() && plans.stream().anyMatch(plan -> plan.blockers().stream().anyMatch(Plan.Blocker::ofHost)));
        consent.setVisible(model.needsConsent());
        // While plans are made anew, there are none to ask.
        if (!model.planning.get()) model.extra().ifPresentOrElse(offered -> {
            extra.setText(words.say(offered.words()));
            extra.setSelected(offered.on().get());
            extra.setVisible(true);
        }, () -> extra.setVisible(false));
        if (dialog.isShowing()) fit();
    }

    private static boolean takenBack(List<Reviewable> plans) {
        return plans.stream().anyMatch(plan -> plan instanceof Plan stored && stored.kind() == Plan.Kind.UNDO);
    }

    private String counts(List<Reviewable> plans) {
        long blocked = plans.stream().filter(plan -> !plan.blockers().isEmpty()).count();
        long already = plans.stream().filter(plan -> plan.blockers().isEmpty() && plan.nothingToChange()).count();
        return words.say("ui.review.count", plans.size() - blocked - already, already, blocked);
    }

    private void results(List<Outcome> outcomes) {
        applyButton.setVisible(false);
        hostButton.setVisible(false);
        dialog.setHeaderText(words.say("ui.results.headline"));
        Optional<Runnable> back = model.batch().map(batch -> () -> {
            close();
            undo.accept(batch);
        });
        Optional<Runnable> again = outcomes.stream().anyMatch(outcome -> outcome.kind() == Outcome.Kind.MOVED)
                ? Optional.of(model::planTheRest) : Optional.empty();
        Node list = new ResultView(words, outcomes, back, again);
        consent.setVisible(false);
        extra.setVisible(false);
        middle.getChildren().setAll(list);
        if (dialog.isShowing()) fit();
    }

    private String headline(Reviewable plan) {
        return words.say(switch (plan) {
            case Plan stored when stored.kind() == Plan.Kind.SWITCH -> "ui.review.headline-switch";
            case Plan stored when stored.kind() == Plan.Kind.UNDO -> "ui.review.headline-undo";
            case Plan stored when stored.kind() == Plan.Kind.REDO -> "ui.review.headline-redo";
            case Plan stored when stored.kind() == Plan.Kind.RESTORE -> "ui.review.headline-restore";
            case Plan stored when stored.kind() == Plan.Kind.XML -> "ui.review.headline-xml";
            case LivePlan live when live.until() == LivePlan.Until.POWER_OFF -> "ui.review.headline-this-run";
            default -> "ui.review.headline-settings";
        }, names.apply(plan));
    }
}
