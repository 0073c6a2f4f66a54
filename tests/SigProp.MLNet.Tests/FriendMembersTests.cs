using SigProp.MLNet.FriendAccess;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class FriendMembersTests
{
    [Fact]
    public void The_list_names_every_hidden_member_that_the_library_uses()
    {
        IEnumerable<string> used = FriendMemberScan.Of(typeof(FriendMembers).Assembly.Location);

        Assert.True(used.SequenceEqual(FriendMembers.All), $"FriendMembers.txt should hold:\n{string.Join('\n', used)}");
    }

    [Fact]
    public void The_ML_NET_that_is_loaded_has_all_of_them() => FriendMembers.ThrowIfMissing(FriendMembers.All);

    [Theory]
    [InlineData("Microsoft.ML.Core: Microsoft.ML.TrainContext.get_Weather()", "Microsoft.ML.TrainContext.get_Weather()")]
    [InlineData("Microsoft.ML.Core: Microsoft.ML.TrainContext.get_TrainingSet(Int32)", "get_TrainingSet(Int32)")]
    [InlineData("Microsoft.ML.Data: Microsoft.ML.Trainers.NoSuchType", "Microsoft.ML.Trainers.NoSuchType")]
    [InlineData("Microsoft.ML.Data: Microsoft.ML.Trainers.NoSuchType..ctor(Int32)", "NoSuchType..ctor(Int32)")]
    public void A_member_that_is_missing_is_named_with_the_version_loaded(string member, string named)
    {
        var exception = Assert.Throws<MissingMemberException>(() => FriendMembers.ThrowIfMissing([.. FriendMembers.All, member]));

        Assert.Contains(named, exception.Message);
        Assert.Contains("Use Microsoft.ML 5.0.0", exception.Message);
        Assert.Matches(@"Microsoft\.ML\.(Core|Data) 5\.0\.0\S* has no ", exception.Message);
    }
}
