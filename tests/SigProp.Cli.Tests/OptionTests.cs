namespace SigProp.Cli.Tests;

/// <summary>Every option of training changes what it is there to change.</summary>
public sealed class OptionTests : CliTest
{
    [Theory]
    [InlineData("--hidden 16", "dense 16")]
    [InlineData("--epochs 2", "after epoch 2 of 2")]
    [InlineData("--batch 100", "batch          100")]
    [InlineData("--learning-rate 0.01", "learning rate 0.01")]
    [InlineData("--optimizer adamw", "adamw, learning rate 0.001 (cosine), weight decay 0.01")]
    [InlineData("--optimizer sgd", "sgd, learning rate 0.1")]
    [InlineData("--optimizer momentum", "momentum, learning rate 0.01")]
    [InlineData("--optimizer nesterov", "nesterov, learning rate 0.01")]
    [InlineData("--schedule constant", "(constant)")]
    [InlineData("--schedule step", "(step)")]
    [InlineData("--weight-decay 0.1", "weight decay 0.1")]
    [InlineData("--clip-norm 0.01", "clip norm      0.01")]
    [InlineData("--activation relu", "dense 24, relu")]
    [InlineData("--activation tanh", "dense 24, tanh")]
    [InlineData("--activation identity", "dense 24, identity")]
    [InlineData("--batch-norm", "batch norm")]
    [InlineData("--dropout 0.3", "dropout 0.3")]
    [InlineData("--loss distance", "loss distance")]
    [InlineData("--targets fixed", "targets fixed")]
    [InlineData("--head nearest-target", "head nearest-target")]
    [InlineData("--rule backprop", "Trained by backprop")]
    [InlineData("--rule shallow", "Trained by shallow")]
    [InlineData("--validation 0.4", "72 to learn from, 48 for validation")]
    [InlineData("--validation 0", "120 to learn from, 0 for validation")]
    [InlineData("--seed 5", "seed           5")]
    [InlineData("--patience 1 --epochs 300", "stopped early")]
    [InlineData("--patience 0 --epochs 60", "patience       none")]
    public void An_option_reaches_the_model_and_changes_its_predictions(string option, string shown)
    {
        WriteMixed("data.csv");
        Predict("", "plain");
        string inspected = Predict(option, "other");
        Assert.Contains(shown, inspected);
        Assert.NotEqual(File.ReadAllText(PathOf("plain.csv")), File.ReadAllText(PathOf("other.csv")));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing_but_the_time()
    {
        WriteMixed("data.csv");
        Predict("--threads 1", "one");
        Predict("--threads 2", "two");
        Assert.Equal(File.ReadAllText(PathOf("one.csv")), File.ReadAllText(PathOf("two.csv")));
    }

    private string Predict(string option, string name)
    {
        string basis = string.Join(' ', new[] { "--hidden 24", "--epochs 4" }.Where(o => !option.Contains(o.Split(' ')[0], StringComparison.Ordinal)));
        Succeed($"train {{data.csv}} --label kind --out {{{name}.sigprop}} {basis} {option} --quiet");
        Succeed($"predict {{{name}.sigprop}} {{data.csv}} --out {{{name}.csv}}");
        return Succeed($"inspect {{{name}.sigprop}}").Out;
    }
}
