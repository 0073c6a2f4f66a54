using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>Tables say where they are unsound.</summary>
public sealed class TableTests
{
    [Fact]
    public void Rows_keep_their_lines_when_selected()
    {
        Table table = Tables.Of("a,b", "1,2", "3,4", "5,6").Select([2, 0]);
        Assert.Equal(2, table.RowCount);
        Assert.Equal(["5", "1"], table.Column(0));
        Assert.Equal(4, table.Line(0));
    }

    [Fact]
    public void Texts_that_recur_are_kept_once()
    {
        Table table = Tables.Of("a,b", "word,other", "other,word");
        Assert.Same(table.Column(0)[0], table.Column(1)[1]);
    }

    [Fact]
    public void A_row_of_another_length_is_refused_with_its_line()
        => Assert.Contains("line 3: the row holds 1 value, and the header names 2", Tables.Refusal(() => Tables.Of("a,b", "1,2", "3")));

    [Theory]
    [InlineData("a,a", "twice")]
    [InlineData("a,", "column 2")]
    public void Names_must_differ_and_not_be_blank(string header, string reason)
        => Assert.Contains(reason, Tables.Refusal(() => Tables.Of(header, "1,2")));

    [Theory]
    [InlineData("digt", "the nearest is 'digit'")]
    [InlineData("Digit", "the nearest is 'digit'")]
    [InlineData("entirely different", "there are 'digit', 'pixel'")]
    public void A_column_that_is_not_there_is_answered_by_those_that_are(string wanted, string hint)
        => Assert.Contains(hint, Tables.Refusal(() => Tables.Of("digit,pixel", "1,2").Find(wanted)));
}
