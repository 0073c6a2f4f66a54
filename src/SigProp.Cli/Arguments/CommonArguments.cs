using System.CommandLine;
using SigProp.Cli.Input;

namespace SigProp.Cli.Arguments;

/// <summary>Arguments that several commands share.</summary>
internal sealed class CommonArguments
{
    public Argument<string> Data { get; } = new("DATA")
    {
        Description = "A CSV or TSV file with a header line, or an IDX file of images; either may be packed by gzip.",
    };

    public Argument<string> Model { get; } = new("MODEL") { Description = "A model file, as written by train." };

    public Option<string?> Label { get; } = OptionFactory.Text("--label", "COLUMN", "The column that holds the classes.");

    public Option<string?> Labels { get; } = OptionFactory.Text(
        "--labels", "FILE", "The IDX file of the images' classes [default: the images' file with 'labels-idx1' for 'images-idx3']");

    public Option<int?> Exit { get; } = OptionFactory.OptionalWhole("--exit", "LAYER", "Let this hidden layer answer, from 1 [default: the head]");

    public Option<string?> Json { get; } = OptionFactory.Text("--json", "FILE", "Write the results to this file, too.");

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress." };

    public LabelSource LabelSource(ParseResult parsed) => new(parsed.GetValue(Label), parsed.GetValue(Labels));
}
