using System.Text.Json;

namespace SigProp.Cli.Tests;

/// <summary>Rules are compared on the same rows.</summary>
public sealed class CompareTests : CliTest
{
    private static readonly string[] s_fields = ["name", "accuracy", "logLoss", "macroF1", "trainSeconds", "samplesPerSecond", "signalBytes"];

    [Fact]
    public void Layers_learn_in_parallel_where_the_rule_allows_it()
        => Succeed($"compare {{digits}} --label digit --rules sigprop,backprop,shallow --folds 2 --threads 2 --pipeline on {Fast}");

    [Fact]
    public void All_rules_are_measured_in_folds()
    {
        Outcome outcome = Succeed($"compare {{digits}} --label digit --rules sigprop,backprop,shallow --folds 2 --json {{c.json}} {Fast}");
        Assert.Contains("±", outcome.Out);
        Assert.Contains("sigprop 2/2: accuracy", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("c.json")));
        JsonElement[] results = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(["sigprop", "backprop", "shallow"], results.Select(r => r.GetProperty("name").GetString()));
        Assert.All(results, r => Assert.Equal(s_fields, r.EnumerateObject().Select(p => p.Name)));
        Assert.All(results, r => Assert.All(s_fields[1..], f => Assert.True(r.GetProperty(f).GetDouble() > 0, f)));
        Assert.True(results[0].GetProperty("accuracy").GetDouble() > results[2].GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void A_test_file_takes_the_place_of_folds()
    {
        WriteMixed("train.csv");
        WriteMixed("test.csv", rows: 40);
        Outcome outcome = Succeed("compare {train.csv} --label kind --test {test.csv} --hidden 24 --epochs 30 --quiet");
        Assert.Equal("", outcome.Error);
        Assert.DoesNotContain("±", outcome.Out);
        string[] lines = outcome.Out.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));

        Write("other.csv", "size,color,kind", "1,r,medium");
        Refuse("compare {train.csv} --label kind --test {other.csv}", "line 2", "'medium' is unknown");
    }

    [Fact]
    public void The_encoding_is_learned_from_the_training_rows_alone()
    {
        // The value 'tell' occurs in the test file only: had it been seen, a feature of its own would have to exist.
        WriteMixed("train.csv");
        Write("test.csv", "size,color,kind", "1,tell,small", "8,tell,large");
        Succeed("compare {train.csv} --label kind --test {test.csv} --rules sigprop --hidden 24 --epochs 30 --quiet --json {a.json}");
        Write("test.csv", "size,color,kind", "1,,small", "8,,large");
        Succeed("compare {train.csv} --label kind --test {test.csv} --rules sigprop --hidden 24 --epochs 30 --quiet --json {b.json}");
        Assert.Equal(LogLoss("a.json"), LogLoss("b.json"));
    }

    [Fact]
    public void Training_that_diverges_is_told_in_a_sentence()
    {
        WriteMixed("train.csv");
        Outcome outcome = Run("compare {train.csv} --label kind --json {c.json} --optimizer sgd --learning-rate 1e30 --activation identity --quiet");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("diverged", outcome.Error);
        Assert.Contains("--clip-norm 1", outcome.Error);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Equal(["train.csv"], Files());
    }

    private double LogLoss(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return json.RootElement[0].GetProperty("logLoss").GetDouble();
    }
}
