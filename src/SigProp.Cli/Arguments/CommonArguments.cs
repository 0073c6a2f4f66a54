using System.CommandLine;
using SigProp.Cli.Input;

namespace SigProp.Cli.Arguments;

/// <summary>Arguments that several commands share.</summary>
internal sealed class CommonArguments
{
    public Argument<string> Data { get; } = new("DATA")
    {
        Description = "A CSV or TSV file with a header line, an IDX file of images, or binary files of CIFAR (.bin, several with commas "
            + "between); all may be packed by gzip.",
    };

    public Argument<string> Model { get; } = new("MODEL") { Description = "A model file, as written by train." };

    public Option<string?> Label { get; } = OptionFactory.Text("--label", "COLUMN", "The column that holds the classes.");

    public Option<string?> Target { get; } = OptionFactory.Text(
        "--target", "COLUMN", "The column that holds numbers to predict; in place of --label.");

    public Option<string?> Drop { get; } = OptionFactory.Text("--drop", "COLUMN,...", "Columns that are no features.");

    public Option<string?> Weight { get; } = OptionFactory.Text(
        "--weight", "COLUMN", "The column that says how much each row weighs; it is no feature.");

    public Option<string?> Labels { get; } = OptionFactory.Text(
        "--labels", "FILE", "The IDX file of the images' classes [default: the images' file with 'labels-idx1' for 'images-idx3']");

    public Option<int?> Exit { get; } = OptionFactory.OptionalWhole("--exit", "LAYER", "Let this hidden layer answer, from 1 [default: the head]");

    public Option<string?> Json { get; } = OptionFactory.Text("--json", "FILE", "Write the results to this file, too.");

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress." };

    /// <summary>Where what is to be predicted is.</summary>
    /// <exception cref="InputException">Classes and numbers were named, or a name is blank.</exception>
    public LabelSource LabelSource(ParseResult parsed)
    {
        string? label = parsed.GetValue(Label), target = parsed.GetValue(Target), labels = parsed.GetValue(Labels);
        if (target is not null && (label ?? labels) is not null)
        {
            throw new InputException($"{(label is null ? "--labels" : "--label")} and --target exclude each other; a network predicts classes or numbers.");
        }

        string[] drop = parsed.GetValue(Drop)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return drop.Contains("")
            ? throw new InputException($"--drop takes names of columns with commas between, not '{parsed.GetValue(Drop)}'.")
            : new LabelSource(label ?? target, labels) { OfNumbers = target is not null, Drop = [.. drop.Distinct()], Weight = parsed.GetValue(Weight) };
    }
}
