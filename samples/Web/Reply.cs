namespace SigProp.Samples.Web;

/// <summary>What a request is answered with.</summary>
internal sealed record Reply(string Digit, float Probability);
