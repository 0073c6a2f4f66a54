using System.Globalization;
using System.Text.Json;

namespace SigProp.Cli.Tests;

/// <summary>Numbers are learned, measured, predicted and compared.</summary>
public sealed class RegressionTests : CliTest
{
    private const string Learn = "--target amount --drop id,weight --hidden 32 --epochs 30 --batch 16 --quiet";

    [Fact]
    public void Numbers_are_learned_and_measured_with_intervals_and_exits()
    {
        WriteAmounts("a.csv");
        string trained = Succeed($"train {{a.csv}} {Learn} --out {{m.sigprop}}").Out;
        Assert.Contains("one number to predict", trained);
        Assert.Contains("R2", trained);
        string text = Succeed("evaluate {m.sigprop} {a.csv} --json {e.json}").Out;
        Assert.All(["R2 ", "RMSE ", "MAE ", "layer1 ", "head ", "Intervals of 90 %"], word => Assert.Contains(word, text));
        JsonElement json = Json("e.json");
        Assert.InRange(json.GetProperty("r2").GetDouble(), 0.9, 1);
        Assert.Equal(0.9, json.GetProperty("intervals").GetProperty("asked").GetDouble());
        Assert.InRange(json.GetProperty("intervals").GetProperty("coverage").GetDouble(), 0.5, 1);
        Assert.Equal(1, json.GetProperty("exits").GetArrayLength());
        Assert.Contains("Intervals of 50 %", Succeed("evaluate {m.sigprop} {a.csv} --coverage 0.5").Out);
        Assert.DoesNotContain("Intervals", Succeed("evaluate {m.sigprop} {a.csv} --exit 1").Out);
    }

    [Fact]
    public void Predictions_are_as_good_as_evaluation_says()
    {
        string[] rows = File.ReadAllLines(WriteAmounts("a.csv"));
        Succeed($"train {{a.csv}} {Learn} --out {{m.sigprop}}");
        Succeed("evaluate {m.sigprop} {a.csv} --json {e.json}");
        Succeed("predict {m.sigprop} {a.csv} --out {p.csv} --interval 0.9 --quantiles 0.05,0.5");
        string[] lines = File.ReadAllLines(PathOf("p.csv"));
        Assert.Equal("predicted,lower,upper,q_0.05,q_0.5", lines[0]);
        double[][] predicted = [.. lines[1..].Select(l => l.Split(',').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray())];
        double[] actual = [.. rows[1..].Select(r => double.Parse(r.Split(',')[3], CultureInfo.InvariantCulture))];
        JsonElement json = Json("e.json");
        Assert.Equal(json.GetProperty("mae").GetDouble(), actual.Zip(predicted).Average(p => Math.Abs(p.First - p.Second[0])), 1e-3);
        Assert.Equal(
            json.GetProperty("intervals").GetProperty("coverage").GetDouble(),
            actual.Zip(predicted).Count(p => p.First >= p.Second[1] && p.First <= p.Second[2]) / (double)actual.Length, 1e-6);
        Assert.All(predicted, p => Assert.True(p[1] == p[3] && p[1] <= p[4] && p[4] <= p[2]));
    }

    [Fact]
    public void Columns_that_are_dropped_or_weigh_rows_are_no_features()
    {
        WriteAmounts("a.csv");
        Succeed("train {a.csv} --target amount --drop id --weight weight --hidden 16 --epochs 3 --quiet --out {m.sigprop}");
        string text = Succeed("inspect {m.sigprop}").Out;
        Assert.Contains("target column 'amount'", text);
        Assert.Contains("id: as --drop says", text);
        Assert.Contains("weight: it holds the rows' weights", text);
        Assert.Contains("numbers (1): size", text);
        Write("new.csv", "color,size", "r,1");
        Succeed("predict {m.sigprop} {new.csv} --out {p.csv}");
        Succeed("train {a.csv} --label color --drop id,amount --weight weight --hidden 16 --epochs 3 --quiet --out {c.sigprop}");
    }

    [Fact]
    public void Weights_change_what_is_learned()
    {
        WriteAmounts("a.csv");
        Succeed("train {a.csv} --target amount --drop id,weight --hidden 32 --epochs 3 --batch 16 --quiet --out {a.sigprop}");
        Succeed("train {a.csv} --target amount --drop id --weight weight --hidden 32 --epochs 3 --batch 16 --quiet --out {b.sigprop}");
        Succeed("predict {a.sigprop} {a.csv} --out {a.txt}");
        Succeed("predict {b.sigprop} {a.csv} --out {b.txt}");
        Assert.NotEqual(File.ReadAllText(PathOf("a.txt")), File.ReadAllText(PathOf("b.txt")));
    }

    [Theory]
    [InlineData("--head linear", "head linear, squared")]
    [InlineData("--head linear --output-loss huber --huber-delta 0.5", "head linear, huber 0.5")]
    [InlineData("--head vote", "head vote")]
    [InlineData("--bins 8", "8 bins")]
    [InlineData("--rule backprop", "head linear")]
    [InlineData("--generator target-input", "targets learned, target-input, head linear")]
    [InlineData("--loss dot", "loss dot")]
    public void Networks_for_numbers_are_as_asked_for(string option, string shown)
    {
        WriteAmounts("a.csv", rows: 120);
        Succeed($"train {{a.csv}} --target amount --hidden 16 --epochs 2 --quiet --out {{m.sigprop}} {option}");
        Assert.Contains(shown, Succeed("inspect {m.sigprop}").Out);
        Assert.Contains("R2", Succeed("evaluate {m.sigprop} {a.csv}").Out);
    }

    [Fact]
    public void A_linear_head_has_no_intervals()
    {
        WriteAmounts("a.csv", rows: 60);
        Succeed("train {a.csv} --target amount --hidden 8 --epochs 1 --quiet --out {m.sigprop} --head linear");
        Assert.DoesNotContain("Intervals", Succeed("evaluate {m.sigprop} {a.csv}").Out);
        Refuse("evaluate {m.sigprop} {a.csv} --coverage 0.9", "--coverage needs");
        Refuse("predict {m.sigprop} {a.csv} --out {p.csv} --quantiles 0.5", "--quantiles needs");
    }

    [Theory]
    [InlineData("--folds 2")]
    [InlineData("--test-part 0.2")]
    public void Rules_are_compared_on_numbers(string test)
    {
        WriteAmounts("a.csv");
        Outcome outcome = Succeed($"compare {{a.csv}} --target amount --drop id,weight --hidden 64 --epochs 100 --quiet --json {{c.json}} {test}");
        Assert.Contains("RMSE", outcome.Out);
        Assert.Contains("backprop predicts by the head linear", outcome.Out);
        Assert.Equal(test == "--folds 2", outcome.Out.Contains('±', StringComparison.Ordinal));
        JsonElement[] results = [.. Json("c.json").GetProperty("candidates").EnumerateArray()];
        Assert.Equal(["sigprop", "backprop", "linear", "mean"], results.Select(r => r.GetProperty("name").GetString()));
        Assert.All(results[..3], r => Assert.InRange(r.GetProperty("means").GetProperty("r2").GetDouble(), 0.9, 1));
        Assert.InRange(results[3].GetProperty("means").GetProperty("r2").GetDouble(), -0.1, 0.1);
    }

    [Fact]
    public void A_rule_without_targets_is_compared_with_a_head_it_can_train()
    {
        WriteMixed("a.csv");
        string text = Succeed("compare {a.csv} --label kind --head nearest --hidden 16 --epochs 2 --test-part 0.25 --quiet").Out;
        Assert.Contains("backprop predicts by the head classifier", text);
    }

    [Theory]
    [InlineData("--target color", "line 2, column 'color': 'r' is no number")]
    [InlineData("--target gap", "line 3, column 'gap': the value is missing")]
    [InlineData("--target same", "always holds 5")]
    [InlineData("--target amont", "the nearest is 'amount'")]
    [InlineData("--target amount --label color", "--label and --target exclude each other")]
    [InlineData("--target amount --drop amount", "'amount' is the column to predict")]
    [InlineData("--target amount --drop colr", "the nearest is 'color'")]
    [InlineData("--target amount --drop color,", "--drop takes names")]
    [InlineData("--target amount --weight color", "every row needs a weight")]
    [InlineData("--target amount --weight minus", "line 3, column 'minus': the weight is -1")]
    [InlineData("--target amount --head classifier", "--head classifier predicts classes")]
    [InlineData("--target amount --bins 1", "--bins is 1")]
    [InlineData("--target amount --class-weights balanced", "--class-weights is balanced")]
    [InlineData("--target amount --output-loss huber", "--output-loss goes with --head linear")]
    [InlineData("--target amount --head linear --huber-delta 2", "--huber-delta goes with --output-loss huber")]
    [InlineData("--target amount --head linear --output-loss huber --huber-delta 0", "--huber-delta is 0")]
    [InlineData("--target amount --rule backprop --head nearest", "choose --head linear")]
    [InlineData("--label color --bins 8", "--bins goes with --target")]
    [InlineData("--label color --head linear", "--head linear predicts numbers")]
    [InlineData("--label color --loss expectation", "the loss expectation is for regression")]
    public void What_cannot_be_learned_is_refused(string options, string reason)
    {
        Write("a.csv", "size,color,amount,gap,same,minus", "1,r,10,1,5,1", "2,g,20,,5,-1", "3,b,30,2,5,1", "4,r,40,2,5,1", "5,r,50,2,5,1", "6,g,60,2,5,1");
        Refuse($"train {{a.csv}} {options} --out {{m.sigprop}} --epochs 1 --quiet", reason);
    }

    [Fact]
    public void A_model_is_asked_for_what_it_predicts()
    {
        WriteAmounts("a.csv", rows: 60);
        Succeed("train {a.csv} --target amount --hidden 8 --epochs 1 --quiet --out {n.sigprop}");
        Refuse("evaluate {n.sigprop} {a.csv} --label color", "predicts numbers", "--target");
        Refuse("evaluate {n.sigprop} {a.csv} --coverage 1", "--coverage is 1");
        Refuse("evaluate {n.sigprop} {a.csv} --exit 1 --coverage 0.5", "--coverage goes with the head");
        Refuse("predict {n.sigprop} {a.csv} --out {p.csv} --interval 2", "--interval is 2");
        Refuse("predict {n.sigprop} {a.csv} --out {p.csv} --quantiles 0.5,x", "--quantiles takes");
        Succeed("train {a.csv} --label color --hidden 8 --epochs 1 --quiet --out {c.sigprop}");
        Refuse("evaluate {c.sigprop} {a.csv} --target amount", "predicts classes", "--label");
        Refuse("predict {c.sigprop} {a.csv} --out {p.csv} --interval 0.9", "--interval is for models that predict numbers");
        Refuse("compare {a.csv} --target amount --test-part 1", "--test-part is 1");
        Refuse("compare {a.csv} --target amount --test-part 0.2 --folds 3", "--folds and --test-part exclude each other");
    }

    private JsonElement Json(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return json.RootElement.Clone();
    }
}
