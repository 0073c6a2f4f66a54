using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>Makes tables of a few lines of text, the first of which holds the names; fields are parted by commas.</summary>
internal static class Tables
{
    public static Table Of(params string[] lines)
    {
        var builder = new TableBuilder("'test.csv'", lines[0].Split(','));
        for (int i = 1; i < lines.Length; i++)
        {
            builder.Add(lines[i].Split(','), i + 1);
        }

        return builder.Build();
    }

    /// <summary>A table of one feature column x and the label column y, whose classes take turns.</summary>
    public static Table Column(IEnumerable<string> values) => Of(["x,y", .. values.Select((value, i) => $"{value},{"ab"[i % 2]}")]);

    /// <summary>The sentence with which the data are refused.</summary>
    public static string Refusal(Action action) => Assert.Throws<DataFormatException>(action).Message;
}
