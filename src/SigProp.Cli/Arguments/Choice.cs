using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>An option that takes one of a few words, each of which stands for a value.</summary>
/// <typeparam name="T">What the words stand for.</typeparam>
internal sealed class Choice<T>
{
    private readonly (string Word, T Value)[] _choices;

    public Choice(string name, string description, string defaultWord, params (string Word, T Value)[] choices)
    {
        _choices = choices;
        string[] words = [.. choices.Select(c => c.Word)];
        Option = new Option<string>(name)
        {
            HelpName = string.Join('|', words),
            Description = description,
            DefaultValueFactory = _ => defaultWord,
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (!words.Contains(word))
                {
                    result.AddError($"{name} takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{word}'.");
                }

                return word;
            },
        };
    }

    /// <summary>Makes a choice whose default is the word for a value.</summary>
    public Choice(string name, string description, T defaultValue, params (string Word, T Value)[] choices)
        : this(name, description, choices.First(c => Equals(c.Value, defaultValue)).Word, choices)
    {
    }

    public Option<string> Option { get; }

    public T Of(ParseResult parsed)
    {
        string word = parsed.GetRequiredValue(Option);
        return _choices.First(c => c.Word == word).Value;
    }
}
