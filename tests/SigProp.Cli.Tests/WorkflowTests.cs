using System.Globalization;
using System.Text.Json;
using SigProp.Tests.Data;

namespace SigProp.Cli.Tests;

/// <summary>Train, evaluate, predict, inspect: each says what the others say.</summary>
public sealed class WorkflowTests : CliTest
{
    [Fact]
    public void Training_shows_epochs_on_the_error_stream_and_results_on_the_other()
    {
        Outcome outcome = Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Fast}");
        Assert.Contains("epoch 1/8", outcome.Error);
        Assert.Contains("epoch 8/8", outcome.Error);
        Assert.Contains("pixel_0_0, pixel_4_0, pixel_4_7: its value is always 0", outcome.Out);
        Assert.Contains("head", outcome.Out);
        Assert.Equal(["m.sigprop"], Files());
    }

    [Fact]
    public void Quiet_training_shows_results_and_no_progress()
    {
        Outcome outcome = Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Fast} --quiet");
        Assert.Equal("", outcome.Error);
        Assert.Contains("Saved to", outcome.Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--exit 1")]
    public void Predictions_are_as_accurate_as_evaluation_says(string exit)
    {
        TrainDigits();
        Succeed($"evaluate {{digits.sigprop}} {{digits}} --json {{e.json}} {exit}");
        Succeed($"predict {{digits.sigprop}} {{digits}} --out {{p.csv}} {exit}");

        string[] labels = [.. File.ReadLines(Digits).Skip(1).Select(l => l[(l.LastIndexOf(',') + 1)..])];
        string[][] predictions = [.. File.ReadLines(PathOf("p.csv")).Select(l => l.Split(','))];
        Assert.Equal(["predicted", .. Enumerable.Range(0, 10).Select(k => $"p_{k}")], predictions[0]);
        Assert.Equal(labels.Length, predictions.Length - 1);
        double accuracy = labels.Zip(predictions[1..]).Count(p => p.First == p.Second[0]) / (double)labels.Length;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("e.json")));
        Assert.Equal(json.RootElement.GetProperty("accuracy").GetDouble(), accuracy, 1e-12);
        Assert.All(predictions[1..], row => Assert.Equal(1, row[1..].Sum(p => double.Parse(p, CultureInfo.InvariantCulture)), 1e-4));
        Assert.True(accuracy > 0.9);
    }

    [Fact]
    public void Evaluation_shows_measures_exits_and_an_aligned_confusion_matrix()
    {
        TrainDigits();
        string[] lines = Succeed("evaluate {digits.sigprop} {digits}").Out.Split(Environment.NewLine);
        Assert.All(["accuracy", "log-loss", "macro-F1", "layer1", "head"], word => Assert.Contains(lines, l => l.StartsWith(word, StringComparison.Ordinal)));
        string[] matrix = lines[(Array.FindIndex(lines, l => l.StartsWith("Confusion", StringComparison.Ordinal)) + 1)..^1];
        Assert.Equal(11, matrix.Length);
        Assert.All(matrix, line => Assert.Equal(matrix[0].Length, line.Length));
    }

    [Fact]
    public void Prediction_needs_no_label_column()
    {
        WriteMixed("train.csv");
        Succeed($"train {{train.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
        Write("new.csv", "color;size", "r;1", "violet;9", ";?");
        Succeed("predict {m.sigprop} {new.csv} --out {p.csv}");
        Assert.Equal(4, File.ReadLines(PathOf("p.csv")).Count());
    }

    [Fact]
    public void Another_label_column_can_be_named()
    {
        WriteMixed("train.csv");
        Succeed($"train {{train.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
        WriteMixed("new.csv", header: "size,color,sort");
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {new.csv} --label sort").Out);
    }

    [Fact]
    public void A_table_of_tabs_or_semicolons_or_packed_is_the_same_table()
    {
        string comma = WriteMixed("a.csv");
        File.WriteAllText(PathOf("b.tsv"), File.ReadAllText(comma).Replace(',', '\t'));
        File.WriteAllText(PathOf("c.csv"), File.ReadAllText(comma).Replace(',', ';'));
        foreach (string name in new[] { "a.csv", "b.tsv", "c.csv" })
        {
            Succeed($"train {{{name}}} --label kind --out {{m.sigprop}} {Fast} --quiet");
            Succeed("predict {m.sigprop} {a.csv} --out {p-" + name + "}");
        }

        Assert.Equal(File.ReadAllText(PathOf("p-a.csv")), File.ReadAllText(PathOf("p-b.tsv")));
        Assert.Equal(File.ReadAllText(PathOf("p-a.csv")), File.ReadAllText(PathOf("p-c.csv")));
    }

    [Fact]
    public void Inspection_shows_network_encoding_and_training()
    {
        TrainDigits(more: "--optimizer nesterov --batch-norm --dropout 0.1 --clip-norm 1 --schedule step --seed 7 --patience 5 --loss distance");
        string text = Succeed("inspect {digits.sigprop}").Out;
        string[] expected =
        [
            "dense 64, leaky-relu, batch norm, dropout 0.1", "nesterov, learning rate 0.01 (step)", "label column 'digit'", "Classes (10): 0, 1",
            "clip norm      1", "seed           7", "5 epochs", "loss distance", "samples/s", "layer1", "Left out",
        ];
        Assert.All(expected, part => Assert.Contains(part, text));
    }

    [Fact]
    public void Images_are_learned_with_the_labels_beside_them()
    {
        Images.Write(PathOf(""), "a", count: 80, side: 4);
        Succeed("train {a-images-idx3-ubyte} --out {m.sigprop} --hidden 16 --epochs 20 --quiet");
        Assert.Contains("accuracy  1.0000", Succeed("evaluate {m.sigprop} {a-images-idx3-ubyte} --labels {a-labels-idx1-ubyte}").Out);
        Assert.Contains("images of 4 x 4 pixels", Succeed("inspect {m.sigprop}").Out);
        Succeed("predict {m.sigprop} {a-images-idx3-ubyte} --out {p.csv}");
        Assert.StartsWith("predicted,p_3,p_8", File.ReadAllText(PathOf("p.csv")));
    }

    [Fact]
    public void Mnist_is_learned_from_its_files()
    {
        string images = Path.Combine(SharedData.FolderOrSkip("mnist"), "t10k-images-idx3-ubyte.gz");
        Succeed($"train {images} --out {{m.sigprop}} --hidden 64 --epochs 3 --batch 32 --quiet");
        Succeed($"evaluate {{m.sigprop}} {images} --json {{e.json}}");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("e.json")));
        Assert.InRange(json.RootElement.GetProperty("accuracy").GetDouble(), 0.9, 1);
    }
}
