// ML.NET's base classes for trainers and its model format are internal. At run time these two lines open them to this assembly;
// at compile time FriendAccess.targets does. Microsoft.ML.DataView stays out: it holds a second copy of some internal helpers.
using System.Runtime.CompilerServices;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
