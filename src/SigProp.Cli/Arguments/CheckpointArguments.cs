using System.CommandLine;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The option of training that goes on after it was interrupted.</summary>
internal sealed class CheckpointArguments
{
    private readonly Option<string?> _folder = OptionFactory.Text(
        "--checkpoint", "FOLDER", "Write down here after each epoch what is needed to go on; the same command goes on after the last one, and a run that ends "
        + "removes it.");

    public IReadOnlyList<Option> Options => [_folder];

    /// <summary>The options of training, with the folder.</summary>
    /// <exception cref="InputException">The folder has no name.</exception>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) => parsed.GetValue(_folder) switch
    {
        null => options,
        string folder when string.IsNullOrWhiteSpace(folder) => throw new InputException("--checkpoint takes a folder, and none was named."),
        string folder => options with { Checkpoint = new CheckpointOptions(folder) },
    };
}
