package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.words.Words;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Screen;
import javafx.stage.Window;

import java.util.List;
import java.util.function.Consumer;

/// The one dialog through which everything is applied.
final class ReviewView {
    private static final double WIDE = 50;
    private static final double HIGHEST = 34;
    /// Title bar, headline and buttons.
    private static final double AROUND = 14;
    private final Words words;
    private final ReviewModel model;
    private final Dialog<Void> dialog = new Dialog<>();
    private final VBox contents = new VBox();
    private final CheckBox consent = new CheckBox();
    private final ScrollPane scroll;
    private final Button applyButton;

    ReviewView(Words words, ReviewModel model, Window owner, Consumer<List<Outcome>> applied) {
        this.words = words;
        this.model = model;
        dialog.initOwner(owner);
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setResizable(true);
        dialog.setTitle(words.say("ui.review.title"));
        ButtonType apply = new ButtonType(words.say("ui.review.apply"), ButtonBar.ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        dialog.getDialogPane().getButtonTypes().setAll(apply, cancel);
        dialog.getDialogPane().getStyleClass().add("review");
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        contents.getStyleClass().add("review-contents");
        scroll = AdviceView.scrolling(contents);
        scroll.setPrefViewportWidth(Em.px(WIDE));
        dialog.setOnShown(_ -> fit());
        dialog.getDialogPane().setContent(scroll);
        consent.setId("consent");
        consent.setWrapText(true);
        consent.setText(words.say("ui.review.consent"));
        consent.selectedProperty().bindBidirectional(model.consent);
        applyButton = (Button) dialog.getDialogPane().lookupButton(apply);
        applyButton.setId("apply");
        applyButton.disableProperty().bind(model.applicable.not());
        dialog.getDialogPane().lookupButton(cancel).setId("cancel");
        applyButton.addEventFilter(ActionEvent.ACTION, event -> {
            event.consume();
            model.apply(outcomes -> {
                dialog.close();
                applied.accept(outcomes);
            });
        });
        model.plans.subscribe(this::fill);
        model.trouble.subscribe(_ -> fill(model.plans.get()));
    }

    /// As high as what there is to read, up to a point.
    private void fit() {
        contents.applyCss();
        scroll.setPrefViewportHeight(Math.min(highest(), contents.prefHeight(Em.px(WIDE)) + Em.px(0.5)));
        Window window = dialog.getDialogPane().getScene().getWindow();
        window.sizeToScene();
        Window owner = dialog.getOwner();
        window.setX(owner.getX() + (owner.getWidth() - window.getWidth()) / 2);
        window.setY(Math.max(0, owner.getY() + (owner.getHeight() - window.getHeight()) / 2));
    }

    private static double highest() {
        return Math.min(Em.px(HIGHEST), Screen.getPrimary().getVisualBounds().getHeight() - Em.px(AROUND));
    }

    void show() {
        dialog.show();
    }

    private void fill(List<Plan> plans) {
        boolean alone = plans.size() == 1;
        dialog.setHeaderText(alone ? headline(plans.getFirst()) : words.say("ui.review.headline-many", plans.size()));
        contents.getChildren().clear();
        model.trouble.get().ifPresent(failure -> contents.getChildren().add(new FailurePane(words, failure)));
        if (!alone) {
            long blocked = plans.stream().filter(plan -> !plan.applicable()).count();
            Label count = FailurePane.wrapping(words.say("ui.review.count", plans.size() - blocked, blocked));
            contents.getChildren().add(count);
        }
        for (List<Plan> alike : PlanView.alike(plans)) contents.getChildren().add(new PlanView(words, alike, alone));
        // Where nothing can be applied, the way out stands in the button's place.
        applyButton.setVisible(plans.stream().anyMatch(Plan::applicable));
        if (model.needsConsent()) contents.getChildren().add(consent);
        if (dialog.isShowing()) fit();
    }

    private String headline(Plan plan) {
        return words.say(switch (plan.kind()) {
            case SETTINGS -> "ui.review.headline-settings";
            case SWITCH -> "ui.review.headline-switch";
            case UNDO -> "ui.review.headline-undo";
            case XML -> "ui.review.headline-xml";
        }, plan.machine());
    }
}
